"""What can be asked about models, suggestions and the history they rest on."""
