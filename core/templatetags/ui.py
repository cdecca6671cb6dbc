"""The components: `{% pill … %}`, `{% field … %}`, `{% head … %}` in every template.

A component is a function here, a file `templates/ui/x.html` and a file `static/css/ui/x.css`.
Unknown arguments fail loudly. All of them stand on the gallery page (`/gallery/`).
"""

from django import template

from core.templatetags import cards, figures, flows, forms, layout, lists, marks, shell

register = template.Library()
for part in (cards, figures, flows, forms, layout, lists, marks, shell):
    register.tags |= part.register.tags
    register.filters |= part.register.filters
