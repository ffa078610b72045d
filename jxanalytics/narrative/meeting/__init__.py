"""What is said at the review meeting: slides as claims, figures and notes; how they look is the room `slides`' matter."""
