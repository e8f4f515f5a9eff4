"""Who decides: the Mesa agent and the policies it may follow."""
