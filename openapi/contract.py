"""What schemathesis has to learn to send what the API takes."""

import schemathesis

# A mapping file is a text.
schemathesis.serializer.alias("application/toml", "text/plain")
