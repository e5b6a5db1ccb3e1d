"""The databases of both programs: engine, schemas, migrations and small secret files."""
