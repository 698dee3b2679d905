"""The register: cycles, projects, the facts of a year."""

from projects.models.facts import (
    ChangeRequest,
    ConstructionObject,
    Contract,
    Fact,
    Funding,
    Participation,
    Partnership,
    Report,
    Step,
    Target,
    UniqueResult,
)
from projects.models.imports import HeaderChoice, Import, ImportPage, ImportState, Part
from projects.models.quality import Accepted
from projects.models.register import Cycle, Project, ProjectYear
from projects.models.teams import InfrastructureParticipant, TeamMember

__all__ = [
    "Accepted",
    "ChangeRequest",
    "ConstructionObject",
    "Contract",
    "Cycle",
    "Fact",
    "Funding",
    "HeaderChoice",
    "Import",
    "ImportPage",
    "ImportState",
    "InfrastructureParticipant",
    "Part",
    "Participation",
    "Partnership",
    "Project",
    "ProjectYear",
    "Report",
    "Step",
    "Target",
    "TeamMember",
    "UniqueResult",
]
