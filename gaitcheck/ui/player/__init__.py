"""The player: the clip in the browser, frame by frame, with what was seen drawn over it."""
