"""Pictures of an edition as SVG: text in, text out, with everything that they show said in words beside them."""
