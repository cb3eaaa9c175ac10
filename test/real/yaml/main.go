// Says what sigs.k8s.io/yaml, which kubectl, kube-apiserver, Flux and Helm read YAML with, makes of texts: a JSON array of texts on standard
// input, one line of JSON for each on standard output.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"sigs.k8s.io/yaml"
)

type answer struct {
	// The first document; later ones are not read.
	JSON json.RawMessage `json:"json,omitempty"`
	// Why it is refused.
	Error string `json:"error,omitempty"`
	// What strict decoding says beside.
	Strict string `json:"strict,omitempty"`
}

func judge(text string) (result answer) {
	defer func() {
		if caught := recover(); caught != nil {
			result = answer{Error: fmt.Sprintf("panic: %v", caught)}
		}
	}()
	value, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return answer{Error: err.Error()}
	}
	result.JSON = value
	if _, err := yaml.YAMLToJSONStrict([]byte(text)); err != nil {
		result.Strict = err.Error()
	}
	return result
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		panic(err)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for _, text := range texts {
		if err := encoder.Encode(judge(text)); err != nil {
			panic(err)
		}
	}
}
