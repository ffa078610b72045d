"""``python -m jxanalytics`` works as ``jxa``."""

import sys

from jxanalytics.cli import main

sys.exit(main())
