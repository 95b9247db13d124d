# SPDX-License-Identifier: EUPL-1.2
"""Statistics of hidden populations: multiple systems estimation. Pure; imports no framework.

table = read_csv(text)
estimate(table, "stepwise")    # one method
compare(table)                 # all of them, with what changes when lists do
"""

from sluitend.estimation.covariates import (
    CRITERIA,
    CovariateEstimate,
    CovariateTable,
    estimate_with_covariates,
    read_covariates,
)
from sluitend.estimation.estimates import METHODS, Estimate, Options, estimate
from sluitend.estimation.intervals import Interval
from sluitend.estimation.report import as_text
from sluitend.estimation.sensitivity import (
    Change,
    Comparison,
    Headline,
    Rules,
    Variant,
    changes,
    compare,
    coverage,
    together,
    variant,
)
from sluitend.estimation.tables import CaptureTable, as_string, of_patterns, read_csv, read_resamples
from sluitend.estimation.words import BadTable, NoEstimate, Note

__all__ = [
    "CRITERIA",
    "METHODS",
    "BadTable",
    "CaptureTable",
    "Change",
    "Comparison",
    "CovariateEstimate",
    "CovariateTable",
    "Estimate",
    "Headline",
    "Interval",
    "NoEstimate",
    "Note",
    "Options",
    "Rules",
    "Variant",
    "as_string",
    "as_text",
    "changes",
    "compare",
    "coverage",
    "estimate",
    "estimate_with_covariates",
    "of_patterns",
    "read_covariates",
    "read_csv",
    "read_resamples",
    "together",
    "variant",
]
