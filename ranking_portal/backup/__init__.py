"""One archive with everything: rows of every table, stored files, the head of the journal; hashes of each part."""
