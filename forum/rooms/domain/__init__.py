"""What a room is and what may happen in it; pure, with time and chance as arguments."""
