"""One module for each revision of the tables. What stands here is never changed once it was released."""
