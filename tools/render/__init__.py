"""A rendered runner with exact ground truth: motion, body, scene, camera, truth."""
