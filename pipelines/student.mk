# The rules of a student of the experiment's classifier, included after stages.mk: the student learns the teacher's features, goes
# on with the teacher's layers to its end, and is compared with the teacher after both.
#
#   STUDENT          the student's network, one whose weights are PyTorch's
#   STUDENT_WEIGHTS  what it starts from: a weight file, or seeded:S
#   STUDENT_SIZE     the side of its input in pixels
#   TEACH            options of kalon-tune for the features
#   CONTINUE         options of kalon-tune for the labels (empty: the student stays as the features made it)
#
# The teacher's features are those of the experiment, which are computed once.

.DEFAULT_GOAL := student
.PHONY: student

ifneq ($(MAKECMDGOALS),clean)

$(if $(wildcard $(bin)/kalon-tune),,$(error $(bin)/kalon-tune is not built; run `make build` in the project's folder first))
STUDENT ?= shufflenet-v2-student
STUDENT_WEIGHTS ?= seeded:1
$(call needed,STUDENT_SIZE,give the side of the student's input in pixels)
$(call needed,TEACH,give options of kalon-tune such as --phase all:epochs=10$(comma)rate=3e-3)

stages_of_student := taught $(if $(CONTINUE),continued)
student_model  = $(RUN)/models/student-$(1).h5
student_report = $(RUN)/results/student-$(1).json

student: $(foreach stage,$(stages_of_student),$(RUN)/results/student-$(stage).html) ## prints the comparison with the teacher
	@$(foreach stage,$(stages_of_student),echo '$(stage):'; cat $(RUN)/results/student-$(stage).txt;)
	@echo "student: $(abspath $(call student_model,$(lastword $(stages_of_student)))), results: $(abspath $(RUN))/results"

student_settings := $(STUDENT) $(STUDENT_WEIGHTS) $(STUDENT_SIZE) $(SEED)
$(call remember,teach,$(student_settings) $(columns) $(TEACH))
$(call student_model,taught): $(call depends_on,train) $(columns) $(model) $(filter-out seeded:%,$(STUDENT_WEIGHTS)) $(call settings,teach)
	@mkdir -p $(@D)
	$(bin)/kalon-tune $(SET_train) --network $(STUDENT) --weights $(STUDENT_WEIGHTS) --head features --teacher-features $(columns) --teacher $(model) --size $(STUDENT_SIZE) $(TEACH) $(options) --output $@

$(call remember,continue,$(student_settings) $(CONTINUE))
$(call student_model,continued): $(call student_model,taught) $(call depends_on,train) $(call settings,continue)
	$(bin)/kalon-tune $(SET_train) --start $< --head classes --size $(STUDENT_SIZE) $(CONTINUE) $(options) --output $@

$(call remember,extract-student,$(student_settings) $(EXTRACT))
define student_extraction
$(call features,$(1),student-$(2)): $(call depends_on,$(1)) $(call student_model,$(2)) $(call settings,extract-student)
	@mkdir -p $$(@D)
	$(bin)/kalon-extract $(call place_of,$(1)) --extractor $(STUDENT) --weights $(RUN)/models/student-$(2).weights.safetensors --size $(STUDENT_SIZE) $(EXTRACT) $(options) --output $$@
endef
$(foreach stage,$(stages_of_student),$(foreach set,$(SETS),$(eval $(call student_extraction,$(set),$(stage)))))

define student_measurement
$(call student_report,$(1)): $(foreach set,$(SETS),$(call features,$(set),student-$(1))) $(measured) $(call student_model,$(1)) $(model) $(call settings,evaluate)
	@mkdir -p $$(@D)
	$(bin)/kalon-evaluate $(foreach set,$(SETS),$(call features,$(set),student-$(1))) --model $(call student_model,$(1)) --teacher $(model) --teacher-features $(measured) $(options) --output $$@ > $$(basename $$@).txt

$(RUN)/results/student-$(1).html: $(call student_report,$(1))
	$(bin)/kalon-report $$< $(options) --output $$@
endef
$(foreach stage,$(stages_of_student),$(eval $(call student_measurement,$(stage))))

endif
