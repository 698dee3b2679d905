"""Workbooks of the room: real numbers and days, frozen headers, totals as formulas, text that is never a formula."""
