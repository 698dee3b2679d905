"""Papers as DOCX, made of the very page that the PDF is made of: people edit the wording before signing."""

from ranking_portal.word.walking import docx_of

__all__ = ["docx_of"]
