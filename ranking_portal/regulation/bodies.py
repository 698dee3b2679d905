"""Names of the bodies of the region as papers and registers write them: here and nowhere else."""

GOVERNMENT = "Правительство Ленинградской области"
GOVERNOR = "Губернатор Ленинградской области"
ADMINISTRATION = "Управление делами Правительства Ленинградской области"
OFFICE = "Центральный проектный офис"
# To whom a letter goes, line by line: an official in the dative, a body by its name.
ADMINISTRATION_LINES = ("Управление делами", "Правительства Ленинградской области")
GOVERNOR_LINES = ("Губернатору", "Ленинградской области")
OFFICE_LINES = (OFFICE,)
