const request = require('request')

const options = {
  method: 'POST',
  url: 'https://<domain>/<api prefix>/<version>/update/support/ticket/',
  headers: {
    apikey: '<apikey>',
    Authorization: 'Bearer <access token>',
  },
  formData: {
    ticket_id: '<ticket_id>',
    priority: '<priority>',
    tags: '<tags>',
  },
}

request(options, (error, response) => {
  if (error) throw new Error(error)
  process.stdout.write(response.body)
})
