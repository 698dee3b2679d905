"""Names of the bodies of the region as papers and registers write them: here and nowhere else."""

from ranking_portal.region import worded

GOVERNMENT = worded("Правительство Ленинградской области")
GOVERNOR = worded("Губернатор Ленинградской области")
ADMINISTRATION = worded("Управление делами Правительства Ленинградской области")
OFFICE = worded("Центральный проектный офис")
# To whom a letter goes, line by line: an official in the dative, a body by its name.
ADMINISTRATION_LINES = (worded("Управление делами"), worded("Правительства Ленинградской области"))
GOVERNOR_LINES = (worded("Губернатору"), worded("Ленинградской области"))
OFFICE_LINES = (OFFICE,)
