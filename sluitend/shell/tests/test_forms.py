# SPDX-License-Identifier: EUPL-1.2
"""How a form reads: labels, explanations and errors are tied to their input."""

from typing import Any

import pytest
from django import forms

from sluitend.core.errors import BadInput, Conflict, Refused, SluitendError
from sluitend.shell.forms import Hinted, error_summary, filled_in, refuse


class Example(forms.Form):
    facts = forms.CharField(label="Wat zag u?", help_text="Alleen feiten.", widget=forms.Textarea)
    place = forms.CharField(label="Plaats", required=False)
    known = forms.ChoiceField(
        label="Hoe weet u dit?",
        widget=forms.RadioSelect,
        choices=[("seen", "Zelf gezien"), ("told", Hinted("Gehoord", "De bron blijft apart."))],
    )
    reachable = forms.BooleanField(label="U mag mij bellen", required=False, help_text="Alleen overdag.")
    kind = forms.ChoiceField(
        label="Vorm", choices=[("a", "A")], widget=forms.Select(attrs={"class": "extra"})
    )
    secret = forms.CharField(widget=forms.HiddenInput, initial="x")

    def clean(self) -> dict[str, Any]:
        message = "Het geheel klopt niet."
        raise forms.ValidationError(message)


@pytest.fixture
def blank() -> str:
    return str(Example())


@pytest.fixture
def wrong() -> str:
    return str(Example({"place": "<b>Kade</b>", "secret": "x"}))


def test_an_explanation_is_read_with_its_input(blank: str) -> None:
    assert 'id="id_facts_helptext">Alleen feiten.' in blank
    assert 'aria-describedby="id_facts_helptext"' in blank


def test_what_may_stay_empty_says_so_and_nothing_else_does(blank: str) -> None:
    assert blank.count("(niet verplicht)") == 1
    assert 'Plaats <span class="sl-optional">' in blank


def test_a_form_can_leave_out_those_marks() -> None:
    form = Example()
    form.mark_optional = False  # type: ignore[attr-defined]

    assert "niet verplicht" not in str(form)


def test_choices_form_a_group_with_a_legend_and_hints(blank: str) -> None:
    assert "<legend" in blank
    assert 'sl-choice__hint">De bron blijft apart.' in blank


def test_a_single_box_has_its_label_around_it(blank: str) -> None:
    before = blank.split("U mag mij bellen", maxsplit=1)[0]

    assert before.rindex("<label") < before.rindex('type="checkbox"')


def test_inputs_carry_the_classes_of_the_library_beside_their_own(blank: str) -> None:
    assert 'class="utrecht-select utrecht-select--html-select extra"' in blank
    assert 'class="utrecht-textarea utrecht-textarea--html-textarea"' in blank


def test_a_hidden_input_is_there_once_and_bare(blank: str) -> None:
    assert blank.count('name="secret"') == 1
    assert '<input type="hidden" name="secret"' in blank


def test_an_error_is_tied_to_its_input(wrong: str) -> None:
    assert 'id="id_facts_error"' in wrong
    assert 'aria-describedby="id_facts_helptext id_facts_error"' in wrong
    assert 'aria-invalid="true"' in wrong


def test_the_errors_at_the_top_lead_to_the_first_input_of_each_field(wrong: str) -> None:
    assert "Kijk nog naar 4 dingen" in wrong
    for target in ("id_facts", "id_known_0", "id_kind"):
        assert f'href="#{target}"' in wrong
        assert f'id="{target}"' in wrong


def test_what_was_filled_in_is_said_to_be_there_only_when_something_was(wrong: str) -> None:
    kept = "wat u invulde, staat er nog"

    assert kept in wrong
    assert kept not in str(Example({"secret": "x"}))


def test_a_password_is_not_said_to_be_there_still() -> None:
    class SignIn(forms.Form):
        name = forms.CharField(required=False)
        password = forms.CharField(widget=forms.PasswordInput, max_length=3)

    assert not filled_in(SignIn({"password": "geheim"}))
    assert filled_in(SignIn({"name": "Vera", "password": "geheim"}))


def test_a_text_that_is_too_long_is_said_in_plain_words() -> None:
    class Short(forms.Form):
        text = forms.CharField(max_length=3)

    assert "Dit is te lang. Er passen 3 tekens in; u typte er 5." in str(Short({"text": "vijf!"}))


def test_errors_of_the_whole_form_come_first_and_lead_nowhere() -> None:
    first = error_summary(Example({}))[0]

    assert (first.text, first.target) == ("Het geheel klopt niet.", "")


def test_a_line_at_the_top_names_its_field() -> None:
    texts = [line.text for line in error_summary(Example({}))]

    assert "Wat zag u? Dit veld is verplicht." in texts
    assert "Vorm: Dit veld is verplicht." in texts


def test_what_was_typed_comes_back_escaped(wrong: str) -> None:
    assert "&lt;b&gt;Kade&lt;/b&gt;" in wrong
    assert "<b>Kade" not in wrong


def test_a_form_without_errors_has_no_summary(blank: str) -> None:
    assert "data-error-summary" not in blank


@pytest.mark.parametrize(
    ("refusal", "field", "status"),
    [
        (BadInput("Nee.", field="place"), "place", 422),
        (BadInput("Nee.", field="not-of-this-form"), "__all__", 422),
        (BadInput("Nee."), "__all__", 422),
        (Refused("Nee."), "__all__", 422),
        (Conflict("Nee."), "__all__", 409),
    ],
)
def test_a_refusal_stands_at_its_field_or_at_the_form(
    refusal: SluitendError, field: str, status: int
) -> None:
    form = Example({"facts": "Een busje", "known": "seen", "kind": "a"})
    form.full_clean()
    form.errors.clear()
    assert refuse(form, refusal) == status
    assert form.errors == {field: ["Nee."]}
