"""Settings of Sphinx for the pages; ``make docs`` builds them."""

project = "kzru-cite"
copyright = "kzru-cite contributors, Apache Licence 2.0"  # noqa: A001  its name there
extensions = ["myst_parser"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
nitpicky = True
html_theme = "furo"
html_title = "kzru-cite"
html_show_sourcelink = False
html_copy_source = False
