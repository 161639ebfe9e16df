set positional-arguments

# List the recipes
default:
    @just --list

# Lint, spelling, types and import contracts
check:
    ruff check .
    ruff format --check .
    codespell
    mypy
    lint-imports

# Mend what ruff can mend by itself
fix:
    ruff check --fix .
    ruff format .

# All tests, or those given: just test tests/kernels -k salvo
test *args:
    pytest "${@:-tests}"

# Kernels against their plain twins with array bounds checked
bounds:
    HIMAYA_CACHE_DIR="$(mktemp -d)" NUMBA_BOUNDSCHECK=1 pytest tests/kernels

# Coverage with the kernels left uncompiled, so that their lines count (slow)
cov *args:
    NUMBA_DISABLE_JIT=1 pytest tests --cov --cov-report=term "$@"

# Run every example of the docs
docs:
    pytest docs

# Time every phase of every case, and the kernel beside C and SimPy: medians of five, one table
bench *args:
    python -m bench "$@"

# Lines of code of every package
lines:
    python scripts/lines.py

# What continuous integration runs: a new environment, everything
ci:
    .ci/run

# Break lines on purpose, one at a time, and see that the tests notice: just mutants [WORD]
mutants *args:
    python scripts/mutants.py "$@"
