"""Rule sentences as departments write them: what each is read as, and those to be refused.

The canonical form is what the rule prints back as.
"""

from tests.scoring.sentences.bands import BANDS
from tests.scoring.sentences.deadlines import DEADLINES
from tests.scoring.sentences.reference import REFERENCE
from tests.scoring.sentences.refused import REFUSED
from tests.scoring.sentences.steps import STEPS

READ = [*REFERENCE, *STEPS, *BANDS, *DEADLINES]

__all__ = ["READ", "REFUSED"]
