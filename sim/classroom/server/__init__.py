"""The server of the classroom: the file of a game, the doors, the sockets and the processes of the engine."""
