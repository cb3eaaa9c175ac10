// pinout-pod-security judges pods as kube-apiserver's admission plugin does: JSON lines with level and pod in, one line of reasons out for each.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

type line struct {
	Level string         `json:"level"`
	Pod   corev1.PodSpec `json:"pod"`
}

func main() {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		panic(err)
	}
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(nil, 1<<26)
	for scanner.Scan() {
		var one line
		if err := json.Unmarshal(scanner.Bytes(), &one); err != nil {
			panic(err)
		}
		results := evaluator.EvaluatePod(api.LevelVersion{Level: api.Level(one.Level), Version: api.LatestVersion()}, &metav1.ObjectMeta{}, &one.Pod)
		aggregate := policy.AggregateCheckResults(results)
		if aggregate.Allowed {
			fmt.Println("ok")
		} else {
			fmt.Println(aggregate.ForbiddenDetail())
		}
	}
}
