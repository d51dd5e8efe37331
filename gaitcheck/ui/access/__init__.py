"""Who may use the pages: a login where there is one, and nobody reaches what is another's."""
