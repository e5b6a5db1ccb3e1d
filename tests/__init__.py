"""The tests; what fails inside a helper is told as fully as in a test itself."""

import sys
from pkgutil import iter_modules

# Programs that tests start import helpers too, and would load pytest for nothing, hundreds of times in a run.
if pytest := sys.modules.get("pytest"):
    pytest.register_assert_rewrite(*(f"{__name__}.{module.name}" for module in iter_modules(__path__)))
