"""Named queries over the graph, and any other SPARQL query, run where it can be stopped.

A named query is a file `<name>.rq` headed by comments: `# title:`, `# question:`, `# parameters: therapy, year`.
A parameter stands in it as `VALUES ?therapy { UNDEF }`, so that the file is a whole SPARQL query by itself.
Follows SPARQL 1.1 Query, and for the answers SPARQL 1.1 Query Results JSON, CSV and TSV.
"""

from kg.sparql.catalogue import NamedQuery, find, named
from kg.sparql.result import Result, Term, rows
from kg.sparql.run import query
from kg.sparql.write import FORMS, write

__all__ = ["FORMS", "NamedQuery", "Result", "Term", "find", "named", "query", "rows", "write"]
