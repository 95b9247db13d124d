# SPDX-License-Identifier: EUPL-1.2
"""Keys outside the database: private, whole, and refused with a remedy when they are not."""

import stat
from functools import partial
from pathlib import Path

import pytest

from sluitend.core.tests.racing import at_once
from sluitend.privacy import keys
from sluitend.privacy.errors import KeyProblem, Tampered
from sluitend.privacy.keys import KeyRing, LooseKey, MissingKey

SECRETS = ("master.key", "index.key", "checkpoint.key")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A key folder of a new instance."""
    created = tmp_path / "keys"
    assert keys.create_all(created)
    return created


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_created_keys_are_private(folder: Path) -> None:
    KeyRing(folder).current(municipality="GM0001", compartment="care")
    everything = [folder, *folder.rglob("*")]
    assert len(everything) == 7
    assert {_mode(path) for path in everything if path.is_dir()} == {0o700}
    assert {_mode(path) for path in everything if path.is_file()} == {0o600}


def test_creating_again_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert not keys.create_all(folder)
    assert {path: path.read_bytes() for path in before} == before


def test_nothing_but_the_keys_is_left_behind(folder: Path) -> None:
    KeyRing(folder).current(municipality="GM0001", compartment="care")
    assert [path.name for path in folder.parent.iterdir()] == ["keys"]
    assert sorted(path.name for path in (folder / "compartments").iterdir()) == ["GM0001.care.000001.json"]


@pytest.mark.parametrize("name", [*SECRETS, "compartments"])
def test_missing_key_is_refused_with_a_remedy(folder: Path, name: str) -> None:
    (folder / name).rename(folder.parent / "elsewhere")
    with pytest.raises(MissingKey, match=r"sluitend keys create"):
        KeyRing(folder).check()


def test_missing_folder_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(MissingKey, match="does not exist"):
        KeyRing(tmp_path / "nowhere").current(municipality="GM0001", compartment="care")
    with pytest.raises(MissingKey, match="does not exist"):
        _ = KeyRing(tmp_path / "nowhere").index_secret


@pytest.mark.parametrize("name", SECRETS)
def test_incomplete_folder_is_never_completed_with_new_keys(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(MissingKey, match=name):
        keys.create_all(folder)


@pytest.mark.parametrize("name", [*SECRETS, "compartments", "compartments/GM0001.care.000001.json", "."])
@pytest.mark.parametrize("mode", [0o040, 0o004, 0o010])
def test_key_that_others_can_reach_is_refused(folder: Path, name: str, mode: int) -> None:
    KeyRing(folder).current(municipality="GM0001", compartment="care")
    path = folder / name
    path.chmod(_mode(path) | mode)
    with pytest.raises(LooseKey, match="chmod"):
        KeyRing(folder).check()


@pytest.mark.parametrize("name", [*SECRETS, "checkpoint.pub"])
def test_damaged_key_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"not a key")
    with pytest.raises(KeyProblem, match=name):
        KeyRing(folder).check()


def test_damaged_compartment_key_is_named(folder: Path) -> None:
    KeyRing(folder).current(municipality="GM0001", compartment="care")
    (folder / "compartments/GM0001.care.000001.json").write_text("{}")
    with pytest.raises(KeyProblem, match=r"GM0001.care.000001"):
        KeyRing(folder).check()


def test_compartment_key_of_another_instance_does_not_open(folder: Path, tmp_path: Path) -> None:
    keys.create_all(tmp_path / "others")
    KeyRing(tmp_path / "others").current(municipality="GM0001", compartment="care")
    path = "compartments/GM0001.care.000001.json"
    (folder / path).touch(mode=0o600)
    (folder / path).write_bytes((tmp_path / "others" / path).read_bytes())
    with pytest.raises(Tampered):
        KeyRing(folder).current(municipality="GM0001", compartment="care")


def test_compartment_key_under_another_name_does_not_open(folder: Path) -> None:
    KeyRing(folder).current(municipality="GM0001", compartment="care")
    place = folder / "compartments"
    (place / "GM0001.care.000001.json").rename(place / "GM0001.bibob.000001.json")
    with pytest.raises(Tampered):
        KeyRing(folder).current(municipality="GM0001", compartment="bibob")


def test_key_id_that_leaves_the_folder_is_refused(folder: Path) -> None:
    for key_id in ("../../etc.x.000001", "a.b", "", "a/b.c.000001"):
        with pytest.raises(Tampered):
            KeyRing(folder).compartment(key_id)


def test_stray_files_are_no_keys(folder: Path) -> None:
    (folder / "compartments" / "GM0001.care.000001 (copy).json").write_text("{}")
    ring = KeyRing(folder)
    ring.check()
    assert ring.current(municipality="GM0001", compartment="care").id == "GM0001.care.000001"


def test_each_municipality_and_compartment_has_its_own_key(folder: Path) -> None:
    ring = KeyRing(folder)
    places = [("GM0001", "care"), ("GM0001", "bibob"), ("GM0002", "care")]
    found = [ring.current(municipality=there, compartment=which) for there, which in places]
    assert len({key.id for key in found}) == 3
    sealed = found[0].cipher.encrypt(b"x", b"")
    assert found[0].cipher.decrypt(sealed, b"") == b"x"


@pytest.mark.parametrize("word", ["", "../x", "a/b", "a.b", "x" * 65, "a b"])
def test_word_that_could_leave_the_folder_is_refused(folder: Path, word: str) -> None:
    with pytest.raises(ValueError, match="cannot name a key"):
        KeyRing(folder).current(municipality="GM0001", compartment=word)


def test_new_period_is_seen_by_another_process_and_the_old_key_still_opens(folder: Path) -> None:
    ours, theirs = KeyRing(folder), KeyRing(folder)
    first = ours.current(municipality="GM0001", compartment="care")
    sealed = first.cipher.encrypt(b"x", b"")
    second = theirs.start_period(municipality="GM0001", compartment="care")
    assert second.id != first.id
    assert ours.current(municipality="GM0001", compartment="care").id == second.id
    assert theirs.compartment(first.id).decrypt(sealed, b"") == b"x"


def test_many_processes_at_once_agree_on_one_key(folder: Path) -> None:
    rings = [KeyRing(folder) for _ in range(12)]
    sealed: list[bytes] = []

    def use(ring: KeyRing) -> None:
        sealed.append(ring.current(municipality="GM0001", compartment="care").cipher.encrypt(b"x", b""))

    assert set(at_once(*[partial(use, ring) for ring in rings])) == {"done"}
    cipher = KeyRing(folder).current(municipality="GM0001", compartment="care").cipher
    assert [cipher.decrypt(one, b"") for one in sealed] == [b"x"] * 12


def test_many_processes_creating_keys_at_once_agree(tmp_path: Path) -> None:
    folder, created = tmp_path / "keys", list[bool]()
    assert set(at_once(*[lambda: created.append(keys.create_all(folder))] * 8)) == {"done"}
    assert sorted(created) == [False] * 7 + [True]
    KeyRing(folder).check()


def test_keys_that_appear_while_one_looks_are_not_half_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, exists = tmp_path / "keys", Path.exists

    def just_before(path: Path) -> bool:
        found = exists(path)
        monkeypatch.setattr(Path, "exists", exists)
        assert keys.create_all(folder)
        return found

    monkeypatch.setattr(Path, "exists", just_before)
    assert not keys.create_all(folder)


def test_ring_is_one_per_folder(settings: object, folder: Path) -> None:
    first = keys.ring()
    assert keys.ring() is first
    settings.KEY_DIR = folder  # type: ignore[attr-defined]
    assert keys.ring().directory == folder
