"""Cards as paper and as pages: sheets to print, cancelling, and the page that their strip leads to."""
