"""One picture of many: every page small, wide and narrow side by side, its address under it."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

COLUMNS, GAP, CAPTION = 6, 16, 24
WIDE, NARROW, TALL = 360, 110, 300
GROUND, INK = "#d9dfe7", "#16212e"
FONT = "/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf"


def contact_sheet(pictures: dict[str, dict[str, Path]], target: Path) -> None:
    """Write the sheet: `pictures` gives what is told under a page, and its pictures by width."""
    cell = (WIDE + NARROW + 3 * GAP, TALL + CAPTION + GAP)
    rows = -(-len(pictures) // COLUMNS)
    sheet = Image.new("RGB", (cell[0] * COLUMNS, cell[1] * rows), GROUND)
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(FONT, 14)
    for number, (told, taken) in enumerate(pictures.items()):
        x, y = number % COLUMNS * cell[0] + GAP, number // COLUMNS * cell[1] + CAPTION
        pen.text((x, y - CAPTION + 4), told[:64], INK, font)
        sheet.paste(_small(taken["wide"], WIDE), (x, y))
        sheet.paste(_small(taken["narrow"], NARROW), (x + WIDE + GAP, y))
    sheet.save(target, optimize=True)


def _small(path: Path, width: int) -> Image.Image:
    """A picture at a width, its top only where it is tall."""
    with Image.open(path) as whole:
        part = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, whole.width * TALL // width)))
    return part.resize((width, max(1, part.height * width // part.width)), Image.Resampling.LANCZOS)
