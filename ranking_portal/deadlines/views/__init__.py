"""Pages of terms: mine, the list, one of them, the line of the year, a person's calendar, the year's discipline."""
