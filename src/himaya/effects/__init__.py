"""What a night means: damage, casualties, debris; warning and a site's power in rooms of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himaya.exports import exported

if TYPE_CHECKING:
    from himaya.effects.power.histories import SiteOutcome, site_histories
    from himaya.effects.power.predictive import predictive_check
    from himaya.effects.power.site import Site
    from himaya.effects.power.site_load import load_site
    from himaya.effects.power.steps import Battery, Fleet, survival_by_step
    from himaya.effects.power.trees.cut_sets import cut_sets_of
    from himaya.effects.power.trees.importances import importances_of
    from himaya.effects.power.trees.load import load_tree
    from himaya.effects.power.trees.solve import solve_top

__all__ = [
    "Battery",
    "Fleet",
    "Site",
    "SiteOutcome",
    "cut_sets_of",
    "importances_of",
    "load_site",
    "load_tree",
    "predictive_check",
    "site_histories",
    "solve_top",
    "survival_by_step",
]

__getattr__, __dir__ = exported(
    __name__,
    {
        "Battery": "himaya.effects.power.steps",
        "Fleet": "himaya.effects.power.steps",
        "Site": "himaya.effects.power.site",
        "SiteOutcome": "himaya.effects.power.histories",
        "cut_sets_of": "himaya.effects.power.trees.cut_sets",
        "importances_of": "himaya.effects.power.trees.importances",
        "load_site": "himaya.effects.power.site_load",
        "load_tree": "himaya.effects.power.trees.load",
        "predictive_check": "himaya.effects.power.predictive",
        "site_histories": "himaya.effects.power.histories",
        "solve_top": "himaya.effects.power.trees.solve",
        "survival_by_step": "himaya.effects.power.steps",
    },
)
