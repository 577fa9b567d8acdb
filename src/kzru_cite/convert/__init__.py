"""Turn references and texts of other forms into ours, and references of ours into other forms."""
