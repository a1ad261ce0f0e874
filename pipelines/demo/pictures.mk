# Renders the pictures of the demo; each set depends on its manifest, which the renderer writes last.
pictures = run/pictures/$(1)/manifest.csv
count_train := 200
count_rendered-one := 60
count_rendered-two := 60
seed_train := 1
seed_rendered-one := 2
seed_rendered-two := 3

define rendering
$(call pictures,$(1)):
	$(bin)/kalon-render run/pictures/$(1) --count $(count_$(1)) --seed $(seed_$(1)) --threads $(THREADS)
endef
$(foreach set,train $(SETS),$(eval $(call rendering,$(set))))
