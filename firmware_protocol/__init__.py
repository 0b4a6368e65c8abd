"""The contract between the host and the microcontroller that moves platen and page turner. Imports nothing of ours."""
