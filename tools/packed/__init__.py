"""Packages of an edition's artefacts: a wheel, an npm package and a jar, each the same bytes for the same release."""
