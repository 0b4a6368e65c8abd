"""What the screen asks or shows for a moment: below the live views, so that they stay in sight."""
