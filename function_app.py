"""The door through which the Functions host comes in."""

import azure.functions as func

from redact_function.blueprint import blueprint

app = func.FunctionApp()
app.register_functions(blueprint)
