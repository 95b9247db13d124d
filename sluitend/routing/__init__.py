# SPDX-License-Identifier: EUPL-1.2
"""Route maps: answers and context in, advice out. Pure; knows no Django and no policy pack."""

from sluitend.routing.advice import Advice, Note, OpenQuestion, Step
from sluitend.routing.check import check_map
from sluitend.routing.compiler import RouteMap, compile_map
from sluitend.routing.engine import advise
from sluitend.routing.errors import BadCase, BadMap, Problem
from sluitend.routing.model import Channel, Definition, Option, Partner, Question, Rule

__all__ = [
    "Advice",
    "BadCase",
    "BadMap",
    "Channel",
    "Definition",
    "Note",
    "OpenQuestion",
    "Option",
    "Partner",
    "Problem",
    "Question",
    "RouteMap",
    "Rule",
    "Step",
    "advise",
    "check_map",
    "compile_map",
]
