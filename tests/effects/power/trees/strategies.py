"""Random formulas, and the files that say them."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.effects.power.trees.small import event, gate, mef

NAMES = "abcdef"
CHANCES = dict(zip(NAMES, (0.1, 0.2, 0.3, 0.004, 0.5, 0.9), strict=True))


def formulas(negating=True):
    """Formulas over six events, as tests/naive/tree.py reads them."""
    many = ["and", "or", *(["xor", "iff", "nand", "nor"] if negating else [])]

    def grow(inner):
        def counted(connective):
            return st.lists(inner, min_size=2, max_size=4).flatmap(
                lambda parts: st.tuples(
                    st.just(connective),
                    st.tuples(*(st.integers(1, len(parts)) for _ in range(2))).map(
                        lambda ends: (min(ends), max(ends))
                    ),
                    st.just(parts),
                )
            )

        ways = [st.tuples(st.sampled_from(many), st.lists(inner, min_size=1, max_size=4)), counted("atleast")]
        if negating:
            ways += [
                st.tuples(st.just("not"), st.lists(inner, min_size=1, max_size=1)),
                st.tuples(st.just("imply"), st.lists(inner, min_size=2, max_size=2)),
                counted("cardinality"),
            ]
        return st.one_of(ways)

    return st.recursive(st.sampled_from(NAMES), grow, max_leaves=14).filter(
        lambda each: not isinstance(each, str)
    )


def as_file(formula):
    """A model in which every inner formula is a gate of its own."""
    gates = []

    def element(each):
        if isinstance(each, str):
            return f'<event name="{each}"/>'
        connective, *limits, operands = each
        ends = "".join(
            f' {name}="{value}"'
            for name, value in zip(("min", "max"), limits[0] if limits else (), strict=False)
            if connective == "cardinality" or name == "min"
        )
        inner = "".join(map(element, operands))
        gates.append(f"<{connective}{ends}>{inner}</{connective}>")
        return f'<gate name="g{len(gates) - 1}"/>'

    element(formula)
    named = [gate(f"g{k}", each) for k, each in enumerate(gates)]
    return mef(*named, *(event(name, p) for name, p in CHANCES.items()))
