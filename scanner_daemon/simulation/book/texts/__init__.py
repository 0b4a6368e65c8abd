"""Public-domain prose, written out from memory: slips, joins and omissions against any one edition are likely, and
harmless here. The table of reference at the end was written for this book.

Each file begins with ``Title:``, ``Author:`` and ``Year:`` lines; then paragraphs, one a line, with straight quotes
and ``--`` for the dash, which the compositor turns into printer's quotes and dashes. The typeset page, not the edition,
is the truth that recognition is measured against.
"""
