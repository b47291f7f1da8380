"""Print the console commands of the README's block that is marked ``<!-- ci: NAME -->``, so that CI runs just those."""

import re
import sys
from pathlib import Path

name = sys.argv[1]
text = Path(__file__).resolve().parent.parent.joinpath("README.md").read_text(encoding="utf-8")
block = re.search(rf"<!-- ci: {re.escape(name)} -->\n```console\n(.*?)```", text, re.DOTALL)
if block is None:
    sys.exit(f"README.md has no console block marked {name}")
print("\n".join(line.removeprefix("$ ") for line in block[1].splitlines() if line.startswith("$ ")))
