import StageSupport
print("")
