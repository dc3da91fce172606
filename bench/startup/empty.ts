// Nothing: what starting a runtime costs in any case.
