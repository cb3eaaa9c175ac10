// A chart as `helm create` makes it: names and labels by its helpers, a Deployment, and values.
export const helpers = `{{- define "app.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- define "app.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}
{{- define "app.labels" -}}
app.kubernetes.io/name: {{ include "app.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- if .Chart.AppVersion }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}
`;

export const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "app.fullname" . }}
  labels:
    {{- include "app.labels" . | nindent 4 }}
spec:
  {{- if not .Values.autoscaling }}
  replicas: {{ .Values.replicas }}
  {{- end }}
  template:
    metadata:
      {{- with .Values.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      labels: {{ include "app.labels" . | fromYaml | toJson }}
    spec:
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          env:
            {{- range $name, $value := .Values.env }}
            - name: {{ $name | upper | replace "." "_" }}
              value: {{ tpl (toString $value) $ | quote }}
            {{- end }}
            {{- range .Values.more }}
            - name: {{ .name }}
              valueFrom: { secretKeyRef: { name: {{ $.Release.Name }}-{{ .secret }}, key: {{ .key | default "password" }} } }
            {{- else }}
            - name: NOTHING
            {{- end }}
          resources: {{- toYaml .Values.resources | nindent 12 }}
`;

export const values = `replicas: 2
image: {repository: ghcr.io/example/app}
podAnnotations: {b.example.net/x: "true", a: one}
env: {oidc.issuer: 'https://id.example.net/{{ .Release.Name }}/', PORT: 8080, EMPTY: ""}
more: [{name: SECRET, secret: login, key: id}, {name: OTHER, secret: db}]
resources: {limits: {memory: 1Gi}, requests: {cpu: 10m}}
`;
