import StageSupport
print(kalonVersion)
