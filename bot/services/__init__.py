"""One function per thing a person can do: one transaction, ask the domain, write, return a fact."""
