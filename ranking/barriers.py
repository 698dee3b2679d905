"""A confirmed ranking and an approved methodology stay as they are, whoever writes (clauses 2.1 and 2.3)."""

from ranking.enums import MethodologyState, RankingState
from ranking.models import Methodology, Ranking
from ranking_portal.workflow.barriers import frozen, protect
from ranking_portal.workflow.sealing import seal

protect(*frozen(Ranking, (RankingState.CONFIRMED,)))
ORDERED = (MethodologyState.APPROVED, MethodologyState.IN_FORCE, MethodologyState.SUPERSEDED)
protect(*frozen(Methodology, ORDERED))
seal(Ranking, (RankingState.CONFIRMED,))
seal(Methodology, ORDERED)
